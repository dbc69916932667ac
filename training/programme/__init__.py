"""Build my programme: activities, sheets and modules in an order of one's own. Nothing of it is kept here."""
