"""What an article says: pure functions from text to claims. Start at extract.py; the stages, in its order:

zones       zones (head, foot, strips, readers, patterns), languages: which stretches of the text are the article
sentences   document (casing, standins): lines, quotations and parsed sentences, offsets always those of the text
voices      attribution: cues (cue, sayings, closings, speaking, addressees, deeds, stances, passives, nesting,
            holders), quotations (quoting, running, unmarked, posts), and lineage (background, breakdown, disputes);
            who is meant: voices (persons, recognised, memory, phrases)
clauses     atoms: cuts (modifiers, prepositional, cut, nouns, reporting), mending, trimming, parts (counts, asides),
            and what is no claim: checkable
modality    modality (doubt, intent)
frames      frame, from reading: clause, actions, actors, places (naming), times (when), quantities (numerals, figures,
            facts), slots, who, inherit; decontext makes a statement that can be read alone
explaining  explain (heard, spans): why it was read so

reference gathers the data that all of them share: claims/data, sources/data, and what an admin added.
"""
