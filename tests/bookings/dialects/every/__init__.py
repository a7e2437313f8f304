"""What holds for every dialect, asked of each in its own words.

A new one joins by its line in `cast.VOICES`, and its customers, if they have keys, by one in `cast.CUSTOMERS`.
"""
