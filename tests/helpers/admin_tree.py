"""The tree of one structure in the admin: its addresses, and dragging in it."""

from django.urls import reverse

from tests.helpers.admin_forms import messages_in

TREE = reverse("admin:orgunits_placement_changelist")


def tree_of(structure):
    return f"{TREE}?structure__id__exact={structure.pk}"


def drag(client, cut, onto, position="last-child", structure=None, **extra):
    data = {"cmd": "move_node", "position": position, "cut_item": cut.pk, "pasted_on": onto.pk, **extra}
    return client.post(tree_of(structure or cut.structure), data, headers={"accept": "*/*"})  # as its script asks


def messages_after(client, structure):
    return messages_in(client.get(tree_of(structure)))
