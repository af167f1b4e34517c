from sources.blocks import Role
from sources.formats.plain import read


def texts(source: str) -> list[str]:
    return [block.text for block in read(source).blocks]


def test_hard_wrapped_lines_become_one_paragraph() -> None:
    source = (
        "The two lakes belong to nobody and are in the care of all who live on\n"
        "their shores, whatever side of the border that runs through them their\n"
        "houses stand on.\n\nNobody may close them to others, nor take from them more water than\n"
        "the rains of a year bring back to the smaller one of the two basins.\n"
    )
    assert len(texts(source)) == 2
    assert "live on their shores, whatever" in texts(source)[0]


def test_lines_that_are_not_wrapped_stay_apart() -> None:
    assert texts("1. Keep the water clean.\n2. Count the fish.\n3. Tell each other.") == [
        "1. Keep the water clean.",
        "2. Count the fish.",
        "3. Tell each other.",
    ]


def test_a_number_at_the_start_of_a_wrapped_line_begins_no_item() -> None:
    source = (
        "The shore councils met in the old boat house on the northern side in the\n"
        "summer of the year that followed, and they set aside for the two basins\n"
        "12. That is the number of boats which the councils of both sides allowed\n"
        "until the ice was gone."
    )
    found = texts(source)
    assert len(found) == 1


def test_items_of_a_wrapped_list_stay_apart() -> None:
    source = (
        "Each council shall, before the ice has gone and the boats are out again:\n"
        "(a) count the fish of both basins and tell the other council how many it\n"
        "has found, and where;\n"
        "(b) mend the fences along the inlet so that no cattle can reach the water\n"
        "at night."
    )
    assert [text[:3] for text in texts(source)] == ["Eac", "(a)", "(b)"]


def test_a_word_broken_at_the_line_end_is_made_whole_but_a_true_hyphen_stays() -> None:
    source = (
        "The register of the lakes is kept by the government of the northern shore-\n"
        "based station, and whoever wants to see it may do so at any time: the govern-\n"
        "ment has no right to close it, and a shore-based station has none either, nor\n"
        "may anybody else, for the register belongs to all who live beside the water.\n"
    )
    (found,) = texts(source)
    assert "northern shore-based station" in found
    assert "the government has no right" in found


def test_chinese_lines_are_joined_without_a_space() -> None:
    line = "第一条 两湖的水属于所有住在岸边的人并且任何人不得在冬天关闭通往水边的道路也不得"
    source = f"{line}\n{line[4:]}\n{line[4:]}\n{line[4:]}\n在夏天取水。"
    assert texts(source)[0].count(" ") == 1


def test_short_lines_with_text_below_are_headings() -> None:
    blocks = read("Act on the lakes\n\nArticle 1\n\nThe water is free.\n\n——————\n\nDone").blocks
    assert [block.role for block in blocks] == [
        Role.HEADING,
        Role.HEADING,
        Role.PARAGRAPH,
        Role.BOILERPLATE,
        Role.PARAGRAPH,
    ]


def test_the_count_of_letters_does_not_come_from_the_blocks() -> None:
    reading = read("One.\n\nTwo three.")
    assert reading.letters_seen == len("OneTwothree")
