import { formatDirective } from '@hub/protocol';

/** The schema of the gateway's own subgraph. It is composed as any subgraph is, and executes within the process. */
export const ownSchema = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", "@composeDirective", "@external", "@inaccessible", "@key"])

${formatDirective}

schema {
  query: Query
}

type Query {
  """
  Who asks (người gọi): what it may see, until when, and how much it may ask. Null only where the gateway fails.
  """
  me: Caller

  """
  The agreements of all organisations (thỏa thuận chia sẻ), by organisation and id: what each shares, with whom and for
  what. Those that ended, and those to come, are among them.
  """
  agreements(
    """Only those of the organisation with this code (mã tổ chức)."""
    organisation: ID @format(as: "code")
    """Only those that are in force, and whose last day is at most so many days ahead (sắp hết hạn trong số ngày)."""
    endingWithin: Int
  ): [CallerAgreement!] @authenticated

  """
  What a caller needs to see the fields of this schema (điều kiện để xem): each field that is not for everyone, by type and
  name. Null where the caller may not ask about the schema.
  """
  fieldNeeds: [FieldNeeds!] @authenticated
}

"""
Who asks (người gọi), as its token says. Without a token nothing is known of it: it has no roles, and sees what is public.
"""
type Caller {
  """Its identifier at the issuer (định danh); null without a token."""
  subject: ID
  """Its roles (vai trò), such as \`analyst\`."""
  roles: [String!]!
  """The code of the organisation that it acts for (tổ chức); null where it acts for none."""
  organisation: String
  """The app through which it asks (ứng dụng), by its client id; null where there is none."""
  app: String
  """The app through which it asks, where that registered here (ứng dụng đã đăng ký); null for all others."""
  registeredApp: CallerApp
  """The key for programs by which it asks (khóa cho chương trình); null where it asks by a token, or by nothing."""
  key: CallerKey
  """
  The codes of the purposes that its requests may name as \`x-hub-purpose\` (mục đích được phép): those that are for its
  roles before those that anyone may name. The first is the usual one.
  """
  purposes: [String!]!
  """
  The codes of the purposes that a caller of its organisation may name who has one role alone, such as a key for programs
  (mục đích của một vai trò); in that order, too.
  """
  purposesOfRole(
    """The role (vai trò), such as \`analyst\`."""
    role: ID! @format(as: "code")
  ): [String!]
  """The code of the purpose that this request names (mục đích); null where it names none."""
  purpose: String
  """The agreements that share something with it today, whatever the purpose (thỏa thuận chia sẻ), by organisation."""
  agreements: [CallerAgreement!]!
  """What it may ask, and what it uses now (giới hạn)."""
  limits: CallerLimits!
  """
  When what it may see ends or changes (hết hạn): its token or an agreement that holds does; null where nothing does.
  """
  expiresAt: DateTime
}

"""A registered app through which a caller asks (ứng dụng), with the terms that hold for it."""
type CallerApp {
  """Its client id (mã ứng dụng)."""
  id: ID!
  """Its name (tên)."""
  name: String!
  """
  In which state it is (tình trạng): \`WAITING\`, \`ACCEPTED\`, \`REFUSED\` or \`SUSPENDED\`. Only through one that is accepted
  more is seen than what is public.
  """
  state: String!
  """What it may publish of what it is answered (được công bố lại): \`NOTHING\`, \`DERIVED\` or \`FIGURES\`."""
  republish: String!
  """How it names its source (ghi nguồn); null where it need not."""
  attribution: String
  """The scopes that this request has (phạm vi)."""
  scopes: [String!]!
  """How often all who ask through it may ask (tần suất); null where their roles say so alone."""
  rate: CallerAppRate
}

"""How often all who ask through an app may ask (tần suất)."""
type CallerAppRate {
  """How many requests each second (số yêu cầu mỗi giây)."""
  perSecond: Float!
  """How many requests at once (số yêu cầu liền nhau)."""
  burst: Int!
}

"""A key with which a program asks (khóa cho chương trình)."""
type CallerKey {
  """By what it is known (mã khóa), in the audit log, too."""
  id: ID!
  """Who answers for it, and what it is for (người chịu trách nhiệm)."""
  name: String!
  """The names of the tables that it may export (bảng được xuất); null for all."""
  tables: [String!]
}

"""An agreement of an organisation (thỏa thuận chia sẻ), and whether it holds for the caller."""
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
  The codes of the goals of which its published figures may be combined with those of others, such as to the progress of
  all (tổng hợp); \`*\` is any.
  """
  combined: [ID!]!
  """
  The codes of the goals of which its published figures may be given as its own share (phần đóng góp); \`*\` is any.
  """
  figures: [ID!]!
  """With whom (chia sẻ với): whoever is one of these; null where it is with anyone."""
  with: [AgreementPartner!]
  """On what legal basis (căn cứ pháp lý)."""
  legalBasis: String!
  """The codes of the purposes that it is for (mục đích); null where it is for any."""
  purposes: [String!]
  """How fine its figures may be: \`commune\` or \`province\` (mức chi tiết)."""
  granularity: String!
  """Its first day (từ ngày)."""
  from: Date!
  """Its last day (đến hết ngày); null where it holds until it is taken back."""
  until: Date
  """How many days it is in force after today (số ngày còn lại); null where it is not in force, or has no last day."""
  daysLeft: Int
  """Whether the caller is on one of its sides: it acts for who shares, or is shared with (liên quan đến người gọi)."""
  concernsCaller: Boolean!
  """Whether it holds today for the caller, and the purpose that this request names (có hiệu lực)."""
  holds: Boolean!
}

"""With whom an agreement shares (bên được chia sẻ): a role, an organisation, a group or an app; the others are null."""
type AgreementPartner {
  """A role (vai trò), such as \`analyst\`."""
  role: String
  """The code of an organisation (tổ chức)."""
  organisation: String
  """A group of organisations (nhóm tổ chức): \`linked-organisations\` is every one that is linked to the hub."""
  group: String
  """The client id of an app (ứng dụng)."""
  app: String
}

"""What a caller may ask, and what it uses now (giới hạn). What is null is not limited."""
type CallerLimits {
  """What its operations may cost (chi phí)."""
  cost: CallerCost
  """How often it may ask (tần suất)."""
  rate: CallerRate
  """How many of its requests are answered at a time (số yêu cầu đồng thời)."""
  concurrency: Int
  """How deep selections may be nested (độ sâu)."""
  depth: Int
  """How large a request may be, in bytes (kích thước yêu cầu)."""
  bodyBytes: Int
  """How large an answer may be, in bytes (kích thước trả lời)."""
  responseBytes: Int
}

"""What a caller's operations may cost (chi phí)."""
type CallerCost {
  """What one operation may cost at most (mỗi truy vấn)."""
  budget: Int!
  """What all that are under way may cost together (cùng lúc)."""
  together: Int!
  """What those cost that are under way, this one among them (đang dùng)."""
  used: Int!
}

"""How often a caller may ask (tần suất)."""
type CallerRate {
  """How many requests at once (số yêu cầu liền nhau)."""
  burst: Int!
  """How many come back each second (số yêu cầu mỗi giây)."""
  perSecond: Float!
  """How many are left after this one (còn lại)."""
  left: Int!
}

"""What a caller needs to see a field (điều kiện để xem)."""
type FieldNeeds {
  """The name of the type that has the field (kiểu)."""
  type: String!
  """The name of the field (trường)."""
  field: String!
  """What is needed, all of it (các điều kiện)."""
  needs: [FieldNeed!]!
}

"""One thing that a caller needs to see a field (điều kiện)."""
type FieldNeed {
  """What is needed (loại điều kiện)."""
  kind: FieldNeedKind!
  """Whether it is needed for figures of single communes alone (chỉ với số liệu từng xã)."""
  ofCommunes: Boolean!
  """The scopes or policies that are needed: all of any of these lists (phạm vi hoặc chính sách); else null."""
  anyOf: [[String!]!]
  """The agreements of which any opens the field (thỏa thuận chia sẻ); else null."""
  agreements: [NeededAgreement!]
  """The code of the organisation that has no usable agreement for it (mã tổ chức); else null."""
  organisation: String
}

"""What a caller may need to see a field (loại điều kiện)."""
enum FieldNeedKind {
  """A token (mã truy cập)."""
  TOKEN
  """Scopes of a token (phạm vi)."""
  SCOPE
  """Policies, such as to have a role or to act for an organisation (chính sách)."""
  POLICY
  """Nobody may see it (không ai được xem)."""
  NOBODY
  """An agreement of the organisation whose field it is (thỏa thuận chia sẻ)."""
  AGREEMENT
  """An agreement that the organisation does not have (chưa có thỏa thuận)."""
  NO_AGREEMENT
  """Agreements of an organisation whose file cannot be used at present (thỏa thuận chưa dùng được)."""
  UNUSABLE_AGREEMENTS
}

"""An agreement that opens a field (thỏa thuận chia sẻ)."""
type NeededAgreement {
  """Its id (mã), such as \`WU-2026-01\`."""
  id: ID!
  """The codes of the purposes that it is for (mục đích); null where it is for any."""
  purposes: [String!]
}

"""A language that names and titles are served in."""
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
