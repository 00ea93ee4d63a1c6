/** A text is not a Federation 2 supergraph; the message is one line with the reason. */
export class SupergraphError extends Error {}
