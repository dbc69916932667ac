"""Waiting for a page as a person does: until it stands there whole."""


def settled(page):
    """Wait until `page` has loaded and the scripts that static/js/site.js asks for are there; return it.

    A click ends when the next page begins to arrive. Whoever then counts what is on it, or looks at
    `document`, may see half of it; on a busy machine that happens. The scripts come after the load.
    """
    page.wait_for_load_state("load")
    if getattr(page, "runs_scripts", False) and page.locator("script[src*='js/site.']").count():
        page.locator("html[data-scripts=ready]").wait_for(state="attached")
    return page
