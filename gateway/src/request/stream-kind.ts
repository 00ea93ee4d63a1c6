/** Why there is more than one response: an answer in parts, or a subscription's events. */
export type StreamKind = 'incremental' | 'subscription';
