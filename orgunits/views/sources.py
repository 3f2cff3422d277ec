from django.http import HttpResponse


def source_list(request, slug=None):
    return HttpResponse("")


def source_detail(request, slug=None):
    return HttpResponse("")
