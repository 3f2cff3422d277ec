"""People with permissions."""

from django.contrib.auth.models import Permission, User


def person(name, *permissions):
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def log_in(client, *permissions):
    user = person("someone", *permissions)
    client.force_login(user)
    return user
