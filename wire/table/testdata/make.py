# Writes referrals.xlsx with openpyxl, and formulas.xlsx, whose formulas have
# stored values, with XlsxWriter: python3 make.py DIR
import datetime
import sys

import openpyxl
import xlsxwriter
from openpyxl.styles import Font

out = sys.argv[1] if len(sys.argv) > 1 else "."

book = openpyxl.Workbook()
notes = book.active
notes.title = "Notes"
sheet = book.create_sheet("Open referrals")
notes["A1"] = "How to read this"
sheet.merge_cells("A1:E1")
sheet["A1"] = "Open referrals as of today"
sheet["A1"].font = Font(bold=True)
sheet.append([])
sheet.append(["Patient", "DOB", "MRN", "Referral date", "Status"])
rows = [
    ("Łukaszewicz, Świętosława", datetime.date(1961, 11, 12), 540, datetime.datetime(2026, 5, 4, 9, 30), "Scheduled"),
    (None, None, None, datetime.date(2026, 5, 6), "New"),
    ("بن يوسف, محمد", datetime.date(1988, 2, 29), 541, datetime.date(2026, 4, 30), "Pending review"),
    ("李, 小龍", datetime.date(1940, 11, 27), 542, datetime.date(2026, 4, 1), None),
]
for r in rows:
    sheet.append(r)
for col in "ABC":
    sheet.merge_cells(f"{col}4:{col}5")
for n in range(4, 8):
    sheet[f"B{n}"].number_format = "dd/mm/yyyy"
    sheet[f"C{n}"].number_format = "00000"
    sheet[f"D{n}"].number_format = "m/d/yy h:mm" if n == 4 else "d. mmm yyyy"
sheet["E7"] = '=CONCATENATE("Sched","uled")'
book.save(out + "/referrals.xlsx")

book = xlsxwriter.Workbook(out + "/formulas.xlsx", {"constant_memory": True})
sheet = book.add_worksheet("List")
day = book.add_format({"num_format": "yyyy/mm/dd"})
sheet.write_row(0, 0, ["Name", "Born", "Number", "Link"])
sheet.write_string(1, 0, "=cmd|'/c calc'!A1")
sheet.write_datetime(1, 1, datetime.datetime(1999, 12, 31), day)
sheet.write_formula(1, 2, "=1+1", None, 2)
sheet.write_formula(1, 3, '=HYPERLINK("http://x.example","here")', None, "here")
book.close()
