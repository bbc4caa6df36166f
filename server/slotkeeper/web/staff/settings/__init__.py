"""Settings pages: a form's fields become the values of the clinic file, which are parsed in one
place for both.
"""
