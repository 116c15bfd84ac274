"""Articles of a made-up town, in the shapes in which people save them."""

from __future__ import annotations

import pytest

SHELLED = (
    "Shelling killed at least three people in Harbour Town on Saturday, a hospital doctor said, "
    "as clashes went on along the river."
)
DENIED = (
    "The army said that it had aimed at positions on the river bank, and denied that houses had been hit."
)
FLED = "Thousands have fled since the fighting began early this month, according to the mayor."
QUOTED = '"We have nothing left," said a trader, who gave his name as Ali and lost two brothers.'
HEADLINE = "Shelling kills three in Harbour Town"

PAGE = f"""Skip to main content
Home
World
Live TV
{HEADLINE} - Coast Gazette
{HEADLINE}
Doctor says the dead were traders at the market
By Jane Roe
Published: 14 October 2017 10:32 GMT
Updated: 16 October 2017
Share
A boy walks past a damaged house in the town. [Reuters]

{SHELLED}

{DENIED}

Advertisement

{FLED}

He did not elaborate.

Read more: Ferry to the islands delayed by fog

{QUOTED}

SOURCE: Coast Gazette and news agencies
Related stories
Ferry to the islands delayed by fog
Fog kept the ferry in the harbour for nine hours on Friday, and the passengers slept on the benches.
Council votes on library
The council votes next week on whether the library may stay open in the winter months.
We use cookies to improve your experience on our website and to show you content that you like.
\u00a9 2017 Coast Gazette. All rights reserved.
"""
WIRE = f"""{HEADLINE}

HARBOUR TOWN, October 14, 2017 (Reuters) - {SHELLED}

{DENIED}

{FLED} (Reporting by Jane Roe; Editing by John Doe)
"""
ARABIC = """القصف يقتل ثلاثة في البلدة الشمالية
بيروت (رويترز) - قال طبيب في المستشفى يوم السبت إن القصف قتل ثلاثة أشخاص على الأقل في البلدة الشمالية.
وقال الجيش إنه استهدف مواقع المسلحين على ضفة النهر ونفى قصف المنازل في البلدة القديمة.
"""


@pytest.fixture(scope="session")
def page() -> str:
    """A whole page of a news site, with menus, a caption, inserts, other stories and a copyright line."""
    return PAGE


@pytest.fixture(scope="session")
def wire() -> str:
    """A report of an agency, with a dateline that has everything."""
    return WIRE


@pytest.fixture(scope="session")
def arabic() -> str:
    return ARABIC


@pytest.fixture(scope="session")
def sentences() -> tuple[str, str, str, str]:
    """Four paragraphs of the same report."""
    return SHELLED, DENIED, FLED, QUOTED
