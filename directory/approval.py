"""What happens when a workflow ends: Wagtail's setting WAGTAIL_FINISH_WORKFLOW_ACTION names this module.

Wagtail reads it while its own models load, so nothing that needs a model is imported above.
"""


def publish_workflow_state(workflow_state, user=None) -> None:
    """Publish what was approved, unless a core service's new number still waits for a second person."""
    from directory.number_changes import publish_approved

    publish_approved(workflow_state, user)
