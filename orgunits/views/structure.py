from django.http import HttpResponse


def structure(request, slug=None):
    return HttpResponse("")


def structure_list(request, slug=None):
    return HttpResponse("")


def structure_detail(request, slug=None):
    return HttpResponse("")
