import re
src=open('/work/main/tests/properties/test_begrip.py').read().replace("max_examples=60","max_examples=1200")
exec(compile(src,'/tmp/test_breed.py','exec'))
from hypothesis import settings as S
@QUICK
@given(TEKSTEN, PEILDATA)
def test_breed_moet(begrip, tekst, peil):
    d=begrip.duid(tekst,peil)
    assert not (any(t.soort not in GEEN_PLICHT for t in d.termijnen) and d.urgentie=="geen")
