from graph.statements import loads
def test_b(kb): assert loads.count(kb)==(0,0)
def test_a(sample_kb): assert loads.count(sample_kb)[0]>5
