"""What the pages' own tags and filters write."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from orgunits.formatting import translated_paragraphs, unbroken
from orgunits.models import Structure


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Executive Order 08-01 Rev. 9", 'Executive Order <span class="nowrap">08-01 Rev. 9</span>'),
        ("Executive Order 05-03 corr. 1", 'Executive Order <span class="nowrap">05-03 corr. 1</span>'),
        ("Rev. 5 to Rev. 7", '<span class="nowrap">Rev. 5</span> to <span class="nowrap">Rev. 7</span>'),
        ("by AG/RES. 2876 (XLV-O/15)", 'by <span class="nowrap">AG/RES. 2876 (XLV-O/15)</span>'),
        ("seen (2019–2024)", 'seen <span class="nowrap">(2019–2024)</span>'),
        ("as 2010-06-01.", 'as <span class="nowrap">2010-06-01</span>.'),
        ("Plan 2006-2009", 'Plan <span class="nowrap">2006-2009</span>'),
        ("in 2008–c. 2012", 'in <span class="nowrap">2008–c. 2012</span>'),
        ("(c. 2012–mid 2015)", '<span class="nowrap">(c. 2012–</span><span class="nowrap">mid 2015)</span>'),
        ("<b> 08-01", '&lt;b&gt; <span class="nowrap">08-01</span>'),
        (mark_safe("<b>08-01</b>"), '<b><span class="nowrap">08-01</span></b>'),
    ],
)
def test_a_number_that_belongs_together_is_not_broken(text, written):
    assert unbroken(text) == written


@pytest.mark.parametrize("text", ["Department <of> Culture", "tel. 202-458-3000", "26 March 2008", ""])
def test_other_texts_are_left_as_they_are(text):
    assert unbroken(text) is text


def test_a_long_text_has_paragraphs_and_lists():
    structure = Structure(
        rationale_en="It asks:\n– for “one”;\n– for <two>.\n\nThe changes:\n3. A unit.\n4. Another.\n\nEnd\nof it."
    )

    assert translated_paragraphs(structure, "rationale") == (
        "<p>It asks:</p><ul><li>for “one”;</li><li>for &lt;two&gt;.</li></ul>"
        '<p>The changes:</p><ol><li value="3">A unit.</li><li value="4">Another.</li></ol>'
        "<p>End<br>of it.</p>"
    )


@pytest.mark.parametrize(
    ("address", "changes", "written"),
    [
        ("/en/?on=2010-01-01", "on=None", "/en/"),
        ("/en/units/?q=a&page=2", "page=None structure='x'", "/en/units/?q=a&amp;structure=x"),
        ("/en/units/?structure=x", "structure='y'", "/en/units/?structure=y"),
    ],
)
def test_a_link_to_this_page_has_a_question_mark_only_before_a_query(rf, address, changes, written):
    template = Template("{% load directory %}{% here_with " + changes + " %}")

    assert template.render(Context({"request": rf.get(address)})) == written
