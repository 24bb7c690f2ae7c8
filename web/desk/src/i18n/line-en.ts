/** A supervisor on the line, and the members of a conference. */
export const lineEn = {
  line: {
    of: "Conversation of {{name}}", listen: "Listen", whisper: "Whisper", barge: "Join in", takeOver: "Take over", leave: "Leave", mode: "Who hears you",
    hear: "You hear: {{who}}", how_listen: "nobody hears you", how_whisper: "only the agent hears you", how_barge: "both hear you",
    nobody: "Waiting for an agent: {{who}}", nobodyHow: "Nobody talks with the customer now. You will hear the conversation as soon as he is answered.",
    to_listen: "{{name}} listens to this conversation", toHow_listen: "You and the customer are heard, the supervisor is not.",
    to_whisper: "{{name}} speaks to you", toHow_whisper: "The customer does not hear it.", to_barge: "{{name}} is in the conversation", toHow_barge: "The three of you talk.",
    takeOverHow: "The customer stays with you. {{name}} goes on to wrap-up.", taken: "The conversation is yours. The agent before: {{name}}",
  },
  members: {
    title: "Who is here", customer: "customer", ringing: "ringing", muted: "not heard", mute: "Mute", unmute: "Unmute", muteHow: "The others stop hearing him; he hears them",
    unmuteHow: "The others hear him again", drop: "Disconnect", dropHow: "Leaves the conversation, the rest go on",
  },
};
