"""Charts for pages and for print: from the rows of questions to what is drawn, and from that to a file.

`viz.charts.registry` names them all. Data (`network`, `towns`, `times`) are pure functions that load no library for
drawing; `viz.charts.draw` draws with matplotlib, the same for web and print.
"""
