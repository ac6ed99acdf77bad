"""What the HTML report says, in which order, and that it stands alone."""

import re
from itertools import pairwise

import pytest

from tests.report import sample
from tests.report.pages import TEMPLATES, Element, page, rich_html, rich_page
from trainer.core.aar import Report
from trainer.report import render_html
from trainer.report.arrange import arrange

SECTIONS = [
    "summary", "overview", "method", "objectives", "timing", "timeline", "analysis", "gaps", "deviations",
    "communications", "voice", "previous", "plan", "evidence", "participants", "msel", "glossary", "codes", "integrity",
]  # fmt: skip


def sections(document: Element) -> dict[str, Element]:
    return {section.attributes["id"]: section for section in document.all("section")}


def table_with(section: Element, caption: str) -> Element:
    return next(table for table in section.all("table") if caption in table.one("caption").text)


def rows(table: Element) -> list[Element]:
    return table.one("tbody").all("tr")


def test_the_summary_comes_first_and_every_section_follows_in_order():
    document = rich_page()
    assert list(sections(document)) == SECTIONS
    assert document.one("main").children[0].attributes["id"] == "summary"


@pytest.mark.parametrize("report", [sample.rich(), sample.empty(), sample.crowded(), sample.wordy()])
def test_every_section_is_there_and_every_heading_has_words_below_it(report: Report):
    document = page(report)
    found = sections(document)
    assert list(found) == SECTIONS
    for name, section in found.items():
        heading = section.all("h2")[0].text
        assert len(section.text) > len(heading) + 15, f"{name} says nothing"


def test_what_is_empty_says_so_in_a_sentence():
    document = page(sample.empty())
    found = sections(document)
    for name, sentence in {
        "summary": "No gap was found.",
        "objectives": "No objective was set.",
        "timing": "No action was expected",
        "timeline": "Nothing happened",
        "analysis": "No strength was recorded.",
        "gaps": "None was found.",
        "deviations": "Nobody acted outside the plan.",
        "communications": "No cadence was due.",
        "voice": "No score was given.",
        "previous": "There is no corrective action of an earlier exercise.",
        "plan": "No corrective action was proposed.",
        "evidence": "The journal holds no event",
        "participants": "No role was seated.",
        "msel": "The scenario has no inject.",
        "codes": "No gap was looked for.",
    }.items():
        assert sentence in found[name].text, name
    assert not document.all("figure", class_="lanes")


def test_the_summary_tells_the_verdict_the_ratings_and_the_figures():
    summary, report = sections(rich_page())["summary"], sample.rich()
    words = summary.text
    assert report.summary.headline in words
    for told in (
        "24 November 2026",
        "Tabletop",
        "version 1.0",
        "version 3",
        "Draft",
        "TLP:AMBER",
        "10 of 17",
    ):
        assert told in words
    for verdict in report.summary.verdicts:
        assert verdict.title in words
    letters = [letter.text for letter in summary.all("span", class_="letter")]
    assert letters == [verdict.rating for verdict in report.summary.verdicts]
    assert len(summary.all("ol", class_="points")) == 2
    assert all(len(points.all("li")) == 3 for points in summary.all("ol", class_="points"))
    strip = {
        item.one("dt").text: item.one("dd").text for item in summary.one("dl", class_="strip").all("div")
    }
    assert strip["Overdue actions"] == "1"
    assert strip["Repeated actions"] == "2"
    assert strip["Plan gaps"] == "4"


def test_a_summary_that_is_too_long_says_how_much_stands_further_back():
    summary = sections(page(sample.wordy()))["summary"]
    assert "8 more objectives in section 4" in summary.text
    assert "3 more strengths in section 7" in summary.text
    assert "3 more gaps in section 8" in summary.text
    letters = [letter.text for letter in summary.all("span", class_="letter")]
    assert letters == ["U", "M", "M", "S", "P", "P"], "critical objectives, the poorest first"


def test_misses_come_first_in_the_timing_table_and_those_that_say_nothing_last():
    table = table_with(sections(rich_page())["timing"], "Expected actions")
    outcomes = [row.all("span", class_="chip")[0].text for row in rows(table)]
    assert outcomes[:4] == ["Missed", "Missed", "Wrong role", "Late"]
    assert outcomes[-2:] == ["Not observed", "Not applicable"]
    titles = [row.one("th").text for row in rows(table)]
    assert titles[0].startswith("Ask legal"), "a critical miss stands before one that is not"
    late = [title for title, outcome in zip(titles, outcomes, strict=True) if outcome == "Late"]
    assert late[0].startswith("Publish the first public update"), "the most overdue critical step first"


def test_a_step_shows_target_elapsed_difference_clause_role_and_its_bar_in_words():
    table = table_with(sections(rich_page())["timing"], "Expected actions")
    row = next(row for row in rows(table) if "Declare the commander" in row.text)
    for told in (
        "Late",
        "Critical",
        "clause 6.1",
        "Incident Commander",
        "10 min",
        "12 min 43 s",
        "+2 min 43 s",
        "16:51",
    ):
        assert told in row.text, told
    assert row.one("svg", class_="bar").attributes["aria-label"] == "12 min 43 s of 10 min"


def test_an_overruled_outcome_shows_both_findings_and_the_reason():
    timing = sections(rich_page())["timing"]
    row = next(
        row for row in rows(table_with(timing, "Expected actions")) if "Review the severity" in row.text
    )
    assert "Prompted" in row.text
    assert "Automatic finding: late" in row.text
    assert "named the peak period" in row.text


def test_gaps_stand_in_groups_the_plan_s_first_each_with_all_that_is_known():
    section, report = sections(rich_page())["gaps"], sample.rich()
    titles = [re.sub(r" \d+$", "", heading.text) for heading in section.all("h3")]
    assert titles == ["Gaps in the plan", "Gaps in capability", "Gaps in execution", "Exercise artefacts"]
    for at, gap in enumerate(report.gaps):
        words = section.one("article", id=f"g{at + 1}").text
        for told in (gap.code, gap.statement, gap.clause, gap.consequence, gap.proposed_change, gap.id):
            assert told in words, told
        assert all(str(seq) in words for seq in gap.evidence)


def test_areas_for_improvement_leave_artefacts_out():
    words = sections(rich_page())["analysis"].text
    for gap in sample.rich().gaps:
        assert (gap.statement in words) == (gap.kind != "artefact")


def test_names_stand_in_the_appendix_alone():
    report = sample.rich()
    for section, element in sections(rich_page()).items():
        for person in report.participants:
            assert (person.name in element.text) == (section == "participants")


def test_every_link_within_the_report_leads_somewhere_and_no_anchor_is_given_twice():
    for report in (sample.rich(), sample.empty(), sample.crowded()):
        document = page(report)
        ids = [element.attributes["id"] for element in document.all() if "id" in element.attributes]
        assert len(ids) == len(set(ids)), sorted({name for name in ids if ids.count(name) > 1})
        links = [
            element.attributes["href"]
            for element in document.all()
            if element.attributes.get("href", "").startswith("#")
        ]
        assert [link for link in links if link[1:] not in ids] == []
        said = [
            name
            for element in document.all()
            for name in element.attributes.get("aria-labelledby", "").split()
        ]
        assert [name for name in said if name not in ids] == []


def test_every_cited_event_is_a_link_to_its_line_in_the_table_of_evidence():
    document, report = rich_page(), sample.rich()
    citations = [link for cite in document.all("span", class_="cite") for link in cite.all("a")]
    assert len(citations) > 150
    assert all(link.attributes["href"] == f"#e{link.text}" for link in citations)
    events = table_with(sections(document)["evidence"], "Events as recorded")
    assert [row.attributes["id"] for row in rows(events)] == [
        f"e{entry.seq}" for entry in report.evidence.entries
    ]


def test_an_event_that_the_report_does_not_hold_is_a_number_and_not_a_dead_link():
    report = sample.rich()
    gap = report.gaps[0].model_copy(update={"evidence": (9_999,)})
    document = page(report.model_copy(update={"gaps": (gap, *report.gaps[1:])}))
    cite = document.one("article", id="g1").one("p", class_="source").one("span", class_="cite")
    assert cite.text == "9999"
    assert cite.all("a") == []


def test_an_action_that_answers_several_gaps_leads_to_each():
    report = sample.rich()
    wide = report.improvement_plan[0].model_copy(
        update={"gap": f"{report.gaps[0].id}, {report.gaps[2].id}, G99-lost"}
    )
    plan = sections(page(report.model_copy(update={"improvement_plan": (wide,)})))["plan"]
    links = {link.text: link.attributes["href"] for link in plan.one("td", class_="ids").all("a")}
    assert links == {report.gaps[0].id: "#g1", report.gaps[2].id: "#g3"}
    assert "G99-lost" in plan.text


def test_an_event_names_the_findings_that_rest_on_it():
    report, document = sample.rich(), rich_page()
    events = table_with(sections(document)["evidence"], "Events as recorded")
    row = next(row for row in rows(events) if row.attributes["id"] == f"e{report.gaps[0].evidence[1]}")
    named = [link.attributes["title"] for link in row.all("a")]
    assert "Step: Publish the first public update: late" in named
    assert "Gap: G10 communication gap" in named
    for link in row.all("a"):
        finding = document.one("tr", id=link.attributes["href"][1:])
        assert link.attributes["title"].endswith(finding.one("th").text)


def test_the_list_of_facts_keeps_the_order_in_which_they_happened():
    report = sample.rich()
    facts = table_with(sections(rich_page())["timeline"], "Reconstructed from the journal")
    assert [row.all("td")[0].text for row in rows(facts)] == [str(entry.seq) for entry in report.timeline]
    assert "30:51" in rows(facts)[37].text
    assert "08:00:51" in rows(facts)[37].text


def test_the_report_runs_no_script_and_fetches_nothing():
    document = rich_page()
    assert not {"script", "iframe", "object", "embed", "link", "img", "base", "form"} & {
        e.tag for e in document.all()
    }
    for element in document.all():
        assert not [
            name for name in element.attributes if name.startswith("on") or name in ("src", "srcset", "style")
        ]
    policy = document.one("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy.attributes["content"].startswith("default-src 'none';")
    assert "script-src" not in policy.attributes["content"]
    styles = document.one("style").text
    assert "url(" not in styles.replace("url(#hatch)", "")
    assert "@import" not in styles
    outside = [e.attributes["href"] for e in document.all("a") if not e.attributes["href"].startswith("#")]
    assert outside == ["https://tracker.example/OPS-118"], "only the link that a person gave"


def test_tables_have_captions_and_scopes_and_charts_have_words():
    document = rich_page()
    for table in document.all("table"):
        assert table.one("caption").text
        assert all("scope" in cell.attributes for cell in table.all("th"))
    for svg in document.all("svg"):
        named = {"aria-hidden", "aria-label", "aria-labelledby"} & set(svg.attributes)
        assert named, svg.attributes
    lanes = document.one("svg", role="img", class_="swim")
    assert "62 facts" in lanes.one("desc").text
    assert document.one("html").attributes["lang"] == "en"
    levels = [int(e.tag[1]) for e in document.all() if re.fullmatch("h[1-4]", e.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_outcome_and_rating_is_told_in_words_beside_its_sign():
    document = rich_page()
    for chip in document.all("span", class_="chip"):
        assert chip.text
        assert chip.one("svg").attributes["aria-hidden"] == "true"
    for rating in document.all("span", class_="rating"):
        assert len(rating.text) > len("N/O ")


def test_the_same_report_gives_the_same_bytes():
    assert render_html(sample.rich(), TEMPLATES).encode() == rich_html().encode()


def test_a_draft_is_told_from_a_final_report():
    report = sample.rich()
    final = report.model_copy(update={"control": report.control.model_copy(update={"status": "final"})})
    assert "Final" in sections(page(final))["summary"].text
    assert "Draft" not in sections(page(final))["summary"].text


def test_an_overruled_gap_is_marked_and_the_tally_leaves_it_out():
    report, document = sample.rich(), rich_page()
    overruled = next(at for at, gap in enumerate(report.gaps) if not gap.stands)
    sheet = document.one("article", id=f"g{overruled + 1}")
    assert "overruled" in sheet.attributes["class"].split()
    assert "The log was kept on paper." in sheet.text
    view = arrange(report)
    assert [group.counted for group in view.gap_groups] == [
        report.summary.gap_counts[g.kind] for g in view.gap_groups
    ]


def test_rules_stand_in_groups_by_topic_after_what_limits_the_report():
    method = arrange(
        with_rules("Clocks: One.", "Clocks: Two.", "Gaps: Three.", "Four has no topic: none.")
    ).rules
    assert [(group.topic, group.rules) for group in method] == [
        ("Clocks", ("One.", "Two.")),
        ("Gaps", ("Three.",)),
        ("", ("Four has no topic: none.",)),
    ]
    words = sections(page(with_rules("Clocks: One.")))["method"].text
    assert (
        words.index("Limitations") < words.index("Not exercised") < words.index("How the figures came about")
    )


def with_rules(*rules: str) -> Report:
    report = sample.rich()
    return report.model_copy(update={"method": report.method.model_copy(update={"rules": rules})})


def test_a_rehearsal_is_marked_on_the_first_page_and_an_exercise_of_people_is_not():
    report = sample.rich()
    virtual = tuple(person.model_copy(update={"virtual": True}) for person in report.participants)
    rehearsal = report.model_copy(update={"participants": virtual})
    assert "Rehearsal, virtual team" in sections(page(rehearsal))["summary"].text
    assert "Rehearsal" not in sections(rich_page())["summary"].text


def test_a_top_gap_says_where_it_lies_and_leads_to_the_register():
    report = sample.rich()
    first = report.gaps[0]
    told = report.model_copy(
        update={"summary": report.summary.model_copy(update={"top_gaps": (first.statement,)})}
    )
    points = sections(page(told))["summary"].all("ol", class_="points")[1]
    assert "priority" in points.text
    assert points.one("a").attributes["href"] == "#g1"
