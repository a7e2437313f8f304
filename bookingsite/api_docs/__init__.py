"""The APIs' documentation, made of the views, the phrasebooks and what each dialect says of itself."""
