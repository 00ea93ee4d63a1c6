/** Why there is more than one response: parts of the answer follow, or there is one for each event. */
export type StreamKind = 'incremental' | 'subscription';
