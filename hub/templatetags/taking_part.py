"""What the hub's pages need to show of those who take part. Each asks only where it is shown."""

from django import template

from hub.comments import Conversation
from hub.contributing import credit_of

register = template.Library()


@register.simple_tag(takes_context=True)
def conversation(context, page) -> Conversation:
    """Give the comments below `page`: `{% conversation page as talk %}`."""
    return Conversation(page, context["request"].user)


@register.simple_tag
def credit(page) -> str:
    """Give whom `page` names as its contributor: `{% credit page as contributor %}`."""
    return credit_of(page)
