/** A text is no Federation 2 supergraph; the message is one line that says why. */
export class SupergraphError extends Error {}
