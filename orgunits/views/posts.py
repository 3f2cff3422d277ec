"""The posts, by seniority, and who holds or held them."""

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..citations import Citations
from ..heads import head_on
from ..holders import appointments_by_post, by_seniority, holders_on, terms
from ..models import Appointment, Post, PostResponsibility, Source, Structure, UnitRelation
from ..models.discrepancies import claims_about
from ..models.posts import in_time
from ..unit_page.heirs import names_and_heirs

PER_PAGE = 50
# The two heads, of whom all terms are on record.
HEADS = (1, 2)
# The source document that ranks the posts.
ON_SENIORITY = "003_b0d2cc08b6d2cc32.txt"


def post_list(request):
    moment = request.moment
    posts = by_seniority(_posts(request))
    appointments = appointments_by_post([post for post in posts if not post.for_each], user=request.user)
    for post in posts:
        post.holders = holders_on(moment.day, appointments[post.pk])
        post.head = head_on(post, post.holders, span=moment.span)
        post.terms = terms(appointments[post.pk]) if post.seniority in HEADS else []
    names = _name_heads(posts, request)
    context = {
        "ranked": [post for post in posts if post.seniority],
        "others": [post for post in posts if not post.seniority],
        "heads": [post for post in posts if post.terms],
        "with_term": [post for post in posts if post.term_years],
        "reporting": [post for post in posts if post.superior_is_visible],
        "lines": _lines(names, request),
        "source": Source.objects.visible_to(request.user).filter(file_name=ON_SENIORITY).first(),
    }
    return render(request, "orgunits/posts/post_list.html", context)


def post_detail(request, slug):
    moment = request.moment
    responsibilities = PostResponsibility.objects.select_related("source").order_by("position")
    post = (
        _posts(request)
        .prefetch_related("sources", Prefetch("responsibilities", responsibilities, to_attr="quoted"))
        .filter(slug=slug)
        .first()
    )
    if post is None:
        raise Http404(_("There is no post “%(slug)s”.") % {"slug": slug})
    context = {
        "post": post,
        "ranked_by": next((source for source in post.sources.all() if source.file_name == ON_SENIORITY), None),
        "reporting": by_seniority(Post.objects.visible_to(request.user).filter(reports_to=post)),
        "claims": claims_about(("post", post.slug), to_staff=request.user.is_staff),
    }
    _name_heads([post], request)
    if post.for_each:
        context["page"] = _holders_in_units(post, request)
        appointments = context["page"].object_list
    else:
        appointments = appointments_by_post([post], user=request.user)[post.pk]
        holders = holders_on(moment.day, appointments)
        context |= {"head": head_on(post, holders, span=moment.span), "holders": holders, "terms": terms(appointments)}
    context["sources"] = _cite(post, appointments)
    return render(request, "orgunits/posts/post_detail.html", context)


def _cite(post, appointments):
    """Sets `cites` of each appointment, the numbers of its sources; returns all sources in their order."""
    citations = Citations()
    citations.cite(*post.sources.all())
    for each in appointments:
        each.cites = citations.cite(*each.sources.all())
    return citations.sources


def _posts(request):
    visible = Post.objects.visible_to(request.user)
    return (
        visible.annotate(superior_is_visible=Exists(visible.filter(pk=OuterRef("reports_to"))))
        .select_related("elected_by", "term_source", "reports_to")
        .prefetch_related("heads")
    )


def _name_heads(posts, request):
    """Sets `headed` of each post, the placements that name the units it heads, and `place`, that of its own unit.

    Returns those that name the units, by unit.
    """
    units = {unit.pk for post in posts for unit in post.heads.all()} | {post.unit_id for post in posts if post.unit_id}
    moment = request.moment
    names = names_and_heirs(units, structure=moment.structure, day=moment.day, user=request.user)
    for post in posts:
        post.headed = [names[unit.pk] for unit in post.heads.all() if unit.pk in names]
        post.place = names.get(post.unit_id)
    return names


def _holders_in_units(post, request):
    """A page of the people named in a post that stands for many, by unit or office."""
    appointments = (
        Appointment.objects.visible_to(request.user)
        .filter(post=post)
        .select_related("unit", "office", "person")
        .prefetch_related("sources")
        .order_by(*(F(column).asc(nulls_last=True) for column in ("unit__label", "office__slug")), *in_time())
    )
    page = Paginator(appointments, PER_PAGE).get_page(request.GET.get("page"))
    units, moment = {each.unit_id for each in page.object_list if each.unit_id}, request.moment
    names = names_and_heirs(units, structure=moment.structure, day=moment.day, user=request.user)
    for each in page.object_list:
        each.place = names.get(each.unit_id)
    return page


def _lines(names, request):
    """[(relation, the units that report, the units they report to)]: what editions say of the units that posts head.

    The units are named by `names`: a source that says it of secretariats and offices doesn't say it of their heads.
    """
    structures = Structure.objects.visible_to(request.user)
    relations = UnitRelation.objects.filter(
        kind=UnitRelation.Kind.REPORTS_TO, unit__in=names, to_unit__in=names, structure__in=structures
    ).select_related("structure")
    lines = {}
    for relation in relations.order_by("structure", "pk"):
        line = lines.setdefault((relation.structure_id, relation.text_en), (relation, {}, {}))
        line[1][relation.unit_id] = names[relation.unit_id]
        line[2][relation.to_unit_id] = names[relation.to_unit_id]
    return [(relation, list(those.values()), list(to.values())) for relation, those, to in lines.values()]
