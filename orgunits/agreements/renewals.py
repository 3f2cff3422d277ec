"""Agreements that renew each other: the whole chain of one."""

from django.db import connection
from django.db.models.expressions import RawSQL

from ..models import CooperationAgreement

# Joined by both ends, so that the walk goes to what was renewed and to what renews; a row is visited once.
CHAIN = """
WITH RECURSIVE chain (id, renews_id) AS (
    SELECT id, renews_id FROM {table} WHERE slug = %s AND stage = %s
    UNION
    SELECT other.id, other.renews_id
    FROM chain JOIN {table} other ON other.id = chain.renews_id OR other.renews_id = chain.id
    WHERE other.stage = %s
)
SELECT id FROM chain
"""


def chain_of(slug):
    """The signed agreement of this slug and all signed ones that it renews or that renew it, the earliest first."""
    signed = CooperationAgreement.Stage.SIGNED
    table = connection.ops.quote_name(CooperationAgreement._meta.db_table)
    chain = RawSQL(CHAIN.format(table=table), [slug, signed, signed])
    return CooperationAgreement.objects.filter(pk__in=chain).latest_first().reverse()
