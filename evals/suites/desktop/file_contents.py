"""What the binary files of the suite's tasks hold, by path below the folder of the tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Rows: TypeAlias = Sequence[Sequence[str | int | float | None]]
Quarters: TypeAlias = tuple[str, str, str, str]

DOCUMENTS: Mapping[str, Sequence[str]] = {
    "writer/files/minutes.docx": (
        "Minutes of the garden club",
        "Present: Ana, Boris, Clara.",
        "The pond will be cleaned in March.",
    ),
    "writer/files/contract.docx": (
        "Work begins on Monday.",
        "Pay is due every Monday at noon.",
        "The shop is closed on Sunday and on Monday.",
    ),
    "writer/files/report.docx": (
        "Annual report",
        "Sales rose in spring.",
        "Costs fell in autumn.",
    ),
    "writer/files/guide.docx": (
        "# Growing tomatoes",
        "Soil",
        "Mix compost into the bed two weeks before planting.",
        "Water",
        "Water the roots in the morning and keep the leaves dry.",
        "Light",
        "Six hours of sun a day are the least they need.",
    ),
    "writer/files/offer.docx": (
        "# Offer for Kern & Sons",
        "DRAFT: check the prices with Clara.",
        "We offer to paint the front of your house.",
        "The work takes four days.",
        "DRAFT: mention the scaffold?",
        "Our offer holds until the end of June.",
    ),
    "writer/files/essay.docx": (
        "# The town library",
        "The library was built beside the river in the year of the great flood, and it has been moved twice.",
        "Its reading room seats forty people, and on winter evenings every one of the chairs is taken.",
        "Children come after school for the stories that are read aloud in the round room upstairs.",
        "Appendix",
        "Opening hours: ten to six, on Saturdays ten to two.",
    ),
    "writer/files/letter.docx": (
        "Dear Mr Kern,",
        "thank you for your order. The parcel left our house today.",
        "Yours sincerely,",
    ),
    "long/files/claim.docx": (
        "# Travel expenses",
        "Please refund the expenses of my journey to Graz.",
        "Total: TOTAL euro",
        "Ana Novak",
    ),
    "long/files/outline.docx": (
        "Repairing bicycles",
        "Tools",
        "* Spanner",
        "* Tyre levers",
        "Brakes",
        "* Check the pads",
        "* Tighten the cable",
        "Chain",
        "* Clean it",
        "* Oil it",
    ),
    "long/files/signups.docx": ("Signed up for the summer party", "Boris Kern", "Clara Lind", "Emil Voss"),
    "long/files/catalogue.docx": ("# Spring catalogue", "Our new flag:", "Order it at the counter."),
}

WORKBOOKS: Mapping[str, Mapping[str, Rows]] = {
    "calc/files/prices.xlsx": {"Sheet1": (("Item", "Price"), ("Tea", 3), ("Honey", 6), ("Bread", 2))},
    "calc/files/stock.xlsx": {
        "Sheet1": (("Fruit", "Boxes"), ("Pear", 14), ("Apple", 27), ("Plum", 9), ("Pear", 11))
    },
    "calc/files/orders.xlsx": {
        "Orders": (
            ("Article", "Price", "Pieces"),
            ("Lamp", 24.5, 4),
            ("Chair", 39, 6),
            ("Table", 120, 2),
            ("Shelf", 58.25, 4),
        )
    },
    "calc/files/sales.xlsx": {
        "Sales": (
            ("Town", "Sales"),
            ("Graz", 340),
            ("Brno", 515),
            ("Split", 128),
            ("Lviv", 402),
            ("Turku", 276),
        )
    },
    "calc/files/survey.xlsx": {
        "Answers": (("Question", "Yes"), ("Parks", 0.62), ("Trams", 0.4875), ("Library", 0.915))
    },
    "calc/files/members.xlsx": {
        "Members": (
            ("Name", "Town", "Since"),
            ("Ana Novak", "Brno", 2019),
            ("Boris Kern", "Graz", 2021),
            ("Clara Lind", "Turku", 2018),
            ("Dora Ilic", "Split", 2023),
            ("Emil Voss", "Graz", 2020),
        )
    },
    "calc/files/costs.xlsx": {
        "Costs": (("Month", "Amount"), ("January", 410.5), ("February", 388), ("March", 512.25))
    },
    "long/files/expenses.xlsx": {
        "Expenses": (("What", "Euro"), ("Train", 148.5), ("Hotel", 236), ("Meals", 61.25), ("Museum", 12.25))
    },
    "long/files/sales.xlsx": {
        "Sales": (
            ("Product", "Spring", "Summer"),
            ("Kettle", 120, 90),
            ("Teapot", 95, 160),
            ("Mug", 140, 101),
            ("Tray", 60, 75),
        )
    },
    "long/files/wishes.xlsx": {
        "Wishes": (("Name", "Kind", "Packets"), ("Boris Kern", "Black", 3), ("Clara Lind", "Mint", 5))
    },
    "long/files/members.xlsx": {
        "Members": (
            ("Name",),
            ("Ana Novak",),
            ("Boris Kern",),
            ("Clara Lind",),
            ("Dora Ilic",),
            ("Emil Voss",),
        )
    },
    "long/files/invoices.xlsx": {"Invoices": (("Number", "From", "Euro"),)},
    "long/files/shop.xlsx": {"Prices": (("Article", "Euro"),)},
}

PRESENTATIONS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "impress/files/club.pptx": (
        ("Garden club", "Plans for spring"),
        ("Beds in spring", "Roses", "Tulips in early spring"),
        ("Dates", "Meeting on 12 May"),
    ),
    "impress/files/shop.pptx": (
        ("Kern & Sons", "Who we are"),
        ("Summary", "Two shops, nine people"),
        ("Old prices", "Tea 2 euro", "Cake 3 euro"),
        ("New prices", "Tea 3 euro", "Cake 4 euro"),
    ),
    "impress/files/talk.pptx": (
        ("Rivers of Europe", "A short talk"),
        ("The Danube", "Ten countries", "Four capitals"),
    ),
    "long/files/talk.pptx": (("Repairing bicycles", "An evening course"),),
    "long/files/review.pptx": (("Sales review", "Spring and summer"), ("Best seller", "to be filled in")),
    "long/files/flags.pptx": (("Our flags", "Old and new"), ("The new flag", "Turned by a quarter")),
}

PICTURES: Mapping[str, Quarters] = {
    "gimp/files/flag.png": ("C81E1E", "14A03C", "1E50C8", "E6C81E"),
    "gimp/files/tiles.png": ("281EA0", "E67814", "F0F0E6", "148C8C"),
    "long/files/flag.png": ("B41464", "F0DC28", "1478B4", "28B450"),
}
