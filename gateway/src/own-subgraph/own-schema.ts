import { formatDirective } from '@hub/protocol';

/** The schema of the gateway's own subgraph. It is composed as any subgraph is, and executes within the process. */
export const ownSchema = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", "@composeDirective", "@external", "@inaccessible", "@key"])

${formatDirective}

schema {
  query: Query
}

type Query {
  """
  The caller (người gọi): its rights, when they end, and its limits. Null only if the gateway fails.
  """
  me: Caller

  """
  The agreements of all organisations (thỏa thuận chia sẻ), by organisation and id: the shared fields, the partners and the
  purposes. Ended and future agreements are included.
  """
  agreements(
    """Only agreements of the organisation with this code (mã tổ chức)."""
    organisation: ID @format(as: "code")
    """Only agreements in force that end within this number of days (sắp hết hạn trong số ngày)."""
    endingWithin: Int
  ): [CallerAgreement!] @authenticated

  """
  The conditions for each field that is not public (điều kiện để xem), by type and name. Null if the caller may not ask
  about the schema.
  """
  fieldNeeds: [FieldNeeds!] @authenticated
}

"""
The caller (người gọi), from its token. A caller without a token has no roles and sees public data.
"""
type Caller {
  """Its identifier at the issuer (định danh); null without a token."""
  subject: ID
  """Its roles (vai trò), such as \`analyst\`."""
  roles: [String!]!
  """The code of the organisation that it acts for (tổ chức); null if it acts for none."""
  organisation: String
  """The client id of the caller's app (ứng dụng); null if there is none."""
  app: String
  """The caller's app, if the app is registered here (ứng dụng đã đăng ký); else null."""
  registeredApp: CallerApp
  """The caller's program key (khóa cho chương trình); null without one."""
  key: CallerKey
  """
  The codes of the purposes that its requests may name as \`x-hub-purpose\` (mục đích được phép): the purposes of its roles
  before the purposes for everyone. The first is the usual one.
  """
  purposes: [String!]!
  """
  The codes of the purposes that a caller of the same organisation with a single role may name, such as a program key
  (mục đích của một vai trò), in the same order.
  """
  purposesOfRole(
    """The role (vai trò), such as \`analyst\`."""
    role: ID! @format(as: "code")
  ): [String!]
  """The code of the purpose that this request names (mục đích); null if it names none."""
  purpose: String
  """The agreements that share data with the caller today, for any purpose (thỏa thuận chia sẻ), by organisation."""
  agreements: [CallerAgreement!]!
  """Its limits and present use (giới hạn)."""
  limits: CallerLimits!
  """
  When its rights end or change (hết hạn): the end of its token or of an agreement in force; null without an end.
  """
  expiresAt: DateTime
}

"""A registered app of a caller (ứng dụng), with its terms."""
type CallerApp {
  """Its client id (mã ứng dụng)."""
  id: ID!
  """Its name (tên)."""
  name: String!
  """
  Its state (tình trạng): \`WAITING\`, \`ACCEPTED\`, \`REFUSED\` or \`SUSPENDED\`. Only an accepted app sees more than public
  data.
  """
  state: String!
  """The answers that it may publish (được công bố lại): \`NOTHING\`, \`DERIVED\` or \`FIGURES\`."""
  republish: String!
  """How it names its source (ghi nguồn); null if it need not."""
  attribution: String
  """The scopes that this request has (phạm vi)."""
  scopes: [String!]!
  """The rate of all its callers together (tần suất); null if only their roles limit it."""
  rate: CallerAppRate
}

"""The rate of all callers of an app together (tần suất)."""
type CallerAppRate {
  """Number of requests each second (số yêu cầu mỗi giây)."""
  perSecond: Float!
  """Number of requests at once (số yêu cầu liền nhau)."""
  burst: Int!
}

"""A program key (khóa cho chương trình)."""
type CallerKey {
  """Its id (mã khóa), as in the audit log."""
  id: ID!
  """The responsible person and the use (người chịu trách nhiệm)."""
  name: String!
  """The names of the tables that it may export (bảng được xuất); null for all."""
  tables: [String!]
}

"""An agreement of an organisation (thỏa thuận chia sẻ), and whether it applies to the caller."""
type CallerAgreement {
  """The code of the organisation that shares (tổ chức chia sẻ)."""
  organisation: String!
  """Its id (mã), such as \`WU-2026-01\`."""
  id: ID!
  """Its version (phiên bản)."""
  version: Int!
  """Its title (tên)."""
  title(
    """In which language."""
    language: Language! = VI
  ): String!
  """The types and fields that it shares (nội dung); \`*\` stands for any part of a name."""
  shares: [String!]!
  """
  The codes of the goals whose published figures may be combined with figures of other organisations (tổng hợp); \`*\` is
  any goal.
  """
  combined: [ID!]!
  """
  The codes of the goals whose published figures may be shown as the organisation's share (phần đóng góp); \`*\` is any goal.
  """
  figures: [ID!]!
  """The partners (chia sẻ với): any one of these; null for everyone."""
  with: [AgreementPartner!]
  """The legal basis (căn cứ pháp lý)."""
  legalBasis: String!
  """The codes of its purposes (mục đích); null for any purpose."""
  purposes: [String!]
  """The finest level of its figures: \`commune\` or \`province\` (mức chi tiết)."""
  granularity: String!
  """Its first day (từ ngày)."""
  from: Date!
  """Its last day (đến hết ngày); null if it has no end."""
  until: Date
  """Number of days in force after today (số ngày còn lại); null if it is not in force or has no end."""
  daysLeft: Int
  """Whether the caller acts for the organisation or for a partner (liên quan đến người gọi)."""
  concernsCaller: Boolean!
  """Whether it applies today to the caller and the purpose of this request (có hiệu lực)."""
  holds: Boolean!
}

"""A partner of an agreement (bên được chia sẻ): a role, an organisation, a group or an app; the other fields are null."""
type AgreementPartner {
  """A role (vai trò), such as \`analyst\`."""
  role: String
  """The code of an organisation (tổ chức)."""
  organisation: String
  """A group of organisations (nhóm tổ chức): \`linked-organisations\` is every organisation that is linked to the hub."""
  group: String
  """The client id of an app (ứng dụng)."""
  app: String
}

"""The limits and present use of a caller (giới hạn). Null means no limit."""
type CallerLimits {
  """The cost of its operations (chi phí)."""
  cost: CallerCost
  """Its rate of requests (tần suất)."""
  rate: CallerRate
  """Largest number of its requests at a time (số yêu cầu đồng thời)."""
  concurrency: Int
  """Deepest nesting of selections (độ sâu)."""
  depth: Int
  """Largest size of a request, in bytes (kích thước yêu cầu)."""
  bodyBytes: Int
  """Largest size of an answer, in bytes (kích thước trả lời)."""
  responseBytes: Int
}

"""The cost of a caller's operations (chi phí)."""
type CallerCost {
  """Highest cost of one operation (mỗi truy vấn)."""
  budget: Int!
  """Highest cost of all running operations together (cùng lúc)."""
  together: Int!
  """Cost of the running operations, this one included (đang dùng)."""
  used: Int!
}

"""The rate of requests of a caller (tần suất)."""
type CallerRate {
  """Number of requests at once (số yêu cầu liền nhau)."""
  burst: Int!
  """Number of requests that return each second (số yêu cầu mỗi giây)."""
  perSecond: Float!
  """Number of requests left after this one (còn lại)."""
  left: Int!
}

"""The conditions to see a field (điều kiện để xem)."""
type FieldNeeds {
  """The name of the type that has the field (kiểu)."""
  type: String!
  """The name of the field (trường)."""
  field: String!
  """The conditions, all of which must hold (các điều kiện)."""
  needs: [FieldNeed!]!
}

"""One condition to see a field (điều kiện)."""
type FieldNeed {
  """The kind of the condition (loại điều kiện)."""
  kind: FieldNeedKind!
  """Whether it concerns only figures of single communes (chỉ với số liệu từng xã)."""
  ofCommunes: Boolean!
  """The needed scopes or policies: all items of any one list (phạm vi hoặc chính sách); else null."""
  anyOf: [[String!]!]
  """The agreements, any of which opens the field (thỏa thuận chia sẻ); else null."""
  agreements: [NeededAgreement!]
  """The code of the organisation that has no usable agreement for it (mã tổ chức); else null."""
  organisation: String
}

"""The kinds of conditions to see a field (loại điều kiện)."""
enum FieldNeedKind {
  """A token (mã truy cập)."""
  TOKEN
  """Scopes of a token (phạm vi)."""
  SCOPE
  """Policies, such as a role or an organisation of the caller (chính sách)."""
  POLICY
  """The field is closed to all callers (không ai được xem)."""
  NOBODY
  """An agreement of the field's organisation (thỏa thuận chia sẻ)."""
  AGREEMENT
  """An agreement that the organisation does not have (chưa có thỏa thuận)."""
  NO_AGREEMENT
  """Agreements of an organisation whose file cannot be used now (thỏa thuận chưa dùng được)."""
  UNUSABLE_AGREEMENTS
}

"""An agreement that opens a field (thỏa thuận chia sẻ)."""
type NeededAgreement {
  """Its id (mã), such as \`WU-2026-01\`."""
  id: ID!
  """The codes of its purposes (mục đích); null for any purpose."""
  purposes: [String!]
}

"""A language of names and titles."""
enum Language {
  """Vietnamese (tiếng Việt)."""
  VI
  """English (tiếng Anh)."""
  EN
}

"""A calendar day (ngày), \`YYYY-MM-DD\`."""
scalar Date @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")

"""A moment (thời điểm) as RFC 3339 has it, in UTC."""
scalar DateTime @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")
`;
