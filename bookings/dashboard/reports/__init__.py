"""How business went, to look at and to take to a spreadsheet."""
