"""The pages of accounts: one's own, and the people of a school."""
