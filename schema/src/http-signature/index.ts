export { contentDigest } from './content-digest.js';
export { type Exchange, exchangeDigest } from './exchange.js';
export { EventSeals, sealHeader, sealLength } from './event-seals.js';
export {
  createKeyPairIfMissing,
  keyId,
  KeyFileError,
  formerKeysOf,
  publicFileOf,
  readPublicKeys,
  readSigningKey,
} from './key-files.js';
export { KeyRing } from './key-ring.js';
export {
  maxReceiptBytes,
  maxReceiptExchanges,
  readReceipt,
  readReceiptAnswer,
  type Receipt,
  type ReceiptAnswer,
  receiptPath,
  type StatedExchange,
} from './receipt.js';
export { agreeOnKeys, type Ephemeral, newEphemeral, type SessionKeys } from './session-keys.js';
export {
  readSessionGrant,
  readSessionOffer,
  type SessionGrant,
  type SessionOffer,
  sessionPath,
  sessionTranscript,
} from './session-messages.js';
export {
  callerHeader,
  type Headers,
  isSignedAnswer,
  isSignedRequest,
  type NamedKey,
  purposeHeader,
  type ReadSignature,
  readSignature,
  type SignableAnswer,
  type SignableRequest,
  signAnswer,
  type Signed,
  signedAnswer,
  signedAnswerHeaders,
  signedRequest,
  signedRequestHeaders,
  type SignatureHeaders,
  signatureOf,
  signRequest,
  verifiedAnswer,
  verifiedRequest,
} from './signed-message.js';
