"""Puts the demo's data and log-ins into a database, beside whatever it holds, and never over what people wrote."""
