"""The web server: gunicorn keeps the processes, waitress reads and writes in each, and nobody slow holds a thread.

A thread is given a request when all of it is here, and gives its answer to a buffer. Whoever sends or reads slowly
keeps a connection of many, and that only for so long (`deadlines`).
"""
