"""Pages of the training that are no pages of Wagtail's."""
