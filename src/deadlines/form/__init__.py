"""A record as a form: its fields, what was typed into them, and the page; knows neither files nor HTTP."""
