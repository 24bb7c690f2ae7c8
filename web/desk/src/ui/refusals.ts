// Refusals that share a code but not what to do next: told apart by the server's own words, which a test compares with its sources.

export const toldApart: Readonly<Record<string, string>> = {
  "He is not at work now, or has a break.": "colleague_away",
  "No phone of his is connected.": "colleague_no_phone",
  "He does not serve this channel.": "colleague_other_channel",
  "He is busy now.": "colleague_busy",
  "Nobody of this queue is free now.": "nobody_free",
  "You have this customer already.": "yours_already",
  "A letter can be handed on, but nobody is asked about it.": "letter_not_asked",
  "Somebody is asked already: end that first.": "asked_already",
  "Nobody whom you asked has answered.": "nobody_answered",
  "You cannot ask yourself.": "not_yourself",
  "Nobody is asked about this customer.": "nobody_asked",
  "A colleague, a queue or a number can be asked.": "ask_whom",
};
