from django.http import HttpResponse


def unit_list(request, slug=None):
    return HttpResponse("")


def unit_detail(request, slug=None):
    return HttpResponse("")
