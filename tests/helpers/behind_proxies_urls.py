from django.http import JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from oasdir.urls import urlpatterns as addresses_of_the_site
from orgunits.senders import address_of


@csrf_exempt
def sender(request, token=""):
    return JsonResponse(
        {
            "address": address_of(request),
            "secure": request.is_secure(),
            "host": request.get_host(),
            "path": request.path,
            "length": len(request.body),
        }
    )


urlpatterns = [path("sender", sender), path("en/agreements/follow/<token>/sender", sender), *addresses_of_the_site]
