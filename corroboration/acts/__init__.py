"""What a fact-checker can do at a cluster: from what was chosen on the page to a decision.

forms.py      what each act asks for
voices.py     names typed into a chain, as sources
proposals.py  what would be decided about which claims, in words, before anything is
news.py       what others decided meanwhile, and whether it has been followed
"""
