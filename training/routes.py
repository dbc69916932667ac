"""How addresses find their pages, with one question for each step and not two."""

from django.http import Http404


class OneStep:
    """For a page whose children are all of one type: `below` returns that type."""

    def below(self):
        """Return the type of the pages below this one."""
        raise NotImplementedError

    def route(self, request, path_components):
        """Return the page that the rest of an address names, as Wagtail does; raise Http404 for none."""
        if not path_components:
            return super().route(request, path_components)
        page = self.below().objects.child_of(self).filter(slug=path_components[0]).first()
        if page is None:
            raise Http404
        page._cached_parent_obj = self  # Wagtail does the same: the parent is not asked for again
        return page.route(request, path_components[1:])
