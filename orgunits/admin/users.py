"""Users and groups: Django's own pages, on which two editors lose nothing."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from orgunits.keys import number

from .forms import TouchedForm
from .records import LabelledFields


class TouchedUserForm(TouchedForm, UserChangeForm):
    pass


class LockedToWrite(LabelledFields):
    """Of two who send a page the second finds what the first has written."""

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST" and connection.in_atomic_block:
            rows = self.model.objects.select_for_update(no_key=True).filter(pk=number(object_id))
            list(rows.values_list("pk"))
        return super().get_object(request, object_id, from_field)


admin.site.unregister([Group, User])


@admin.register(Group)
class DirectoryGroupAdmin(LockedToWrite, GroupAdmin):
    form = TouchedForm


@admin.register(User)
class DirectoryUserAdmin(LockedToWrite, UserAdmin):
    form = TouchedUserForm

    def user_change_password(self, request, id, form_url=""):
        # It writes the whole user, after it has counted out the password for half a second.
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)
