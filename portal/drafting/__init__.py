"""Writing a plan on the portal: new plans, amendments, and every change of a draft.

A draft is changed as the plan document that it is (`changing.change_draft`): the rules of documents hold at every
moment, and only rows that differ are written. Start reading in `changing`; `starting` makes new drafts.
"""
