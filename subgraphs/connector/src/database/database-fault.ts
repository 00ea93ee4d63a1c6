import { written } from '../settings/duration.js';
import { ConnectorFault, type Told } from '../state/told.js';

/** A driver's error: PostgreSQL's state, MySQL's and SQL Server's numbers, or Node's code. */
interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly number?: number;
}

/** The target of a statement. */
export interface Asked {
  /** The source's name. */
  readonly source: string;
  readonly view?: string | undefined;
  readonly withinMs: number;
}

const gone = new Set(['42P01', '3F000', 'ER_NO_SUCH_TABLE', 'ER_VIEW_INVALID', '208']);
const noColumn = new Set(['42703', 'ER_BAD_FIELD_ERROR', '207']);
const refuses = new Set([
  ...['28P01', '28000', '3D000', '42501', '53300'],
  ...['ER_ACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_TABLEACCESS_DENIED_ERROR'],
  ...['ER_CON_COUNT_ERROR', 'ELOGIN', '18456', '4060', '229'],
]);
const slow = new Set(['57014', 'PROTOCOL_SEQUENCE_TIMEOUT', 'ETIMEOUT', 'ETIMEDOUT', '1969', 'ER_STATEMENT_TIMEOUT']);
const late = /timeout|timed out/i;

/** The errors of TLS for a server without it, or with a certificate that is unknown, wrong for the host, or expired. */
const noTls = new Set(['HANDSHAKE_NO_SSL_SUPPORT', 'EENCRYPT']);
const certificate = /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_|ERR_TLS_)/;
const demandsTls = new Set(['ER_SECURE_TRANSPORT_REQUIRED', '3159']);
const noTlsText = /does not support SSL|server does not support|no encryption|insecure transport/i;

/** Converts the error of a statement to a foreign database, from any driver. */
export function databaseFaultOf(error: unknown, { source, view, withinMs }: Asked): ConnectorFault {
  if (error instanceof ConnectorFault) return error;
  const { code, number, message } = error as DriverError;
  const codes = [code, number].map(String);
  const is = (set: ReadonlySet<string>) => codes.some((one) => set.has(one));
  const cause = { cause: error };
  if (is(gone))
    return new ConnectorFault(
      'VIEW_GONE',
      {
        vi: `Cần có khung nhìn ${view ?? ''} trong cơ sở dữ liệu ${source}, nhưng không có, hoặc tài khoản không thấy nó.`,
        en: `Expected the view ${view ?? ''} in the database ${source}; there is none, or the account does not see it.`,
      },
      cause,
    );
  if (is(noColumn))
    return new ConnectorFault(
      'COLUMN_GONE',
      {
        vi: `Cần có mọi cột khóa trong khung nhìn ${view ?? ''} của ${source}, nhưng thiếu một cột.`,
        en: `Expected all columns of the key in the view ${view ?? ''} of ${source}; one is not there.`,
      },
      cause,
    );
  const tlsCode = codes.find((one) => noTls.has(one) || certificate.test(one) || demandsTls.has(one));
  if (tlsCode !== undefined || noTlsText.test(message))
    return new ConnectorFault('DATABASE_TLS', tlsMessage(source, tlsCode, message), cause);
  if (is(refuses))
    return new ConnectorFault(
      'DATABASE_REFUSES',
      {
        vi: `Cần cơ sở dữ liệu ${source} cho tài khoản này đọc, nhưng nó từ chối (${code ?? String(number)}). Hãy kiểm tra tệp địa chỉ và quyền đọc.`,
        en: `Expected the database ${source} to let this account read; it refuses (${code ?? String(number)}). Check the file of its address, and the right to read.`,
      },
      cause,
    );
  if (is(slow) || late.test(message))
    return new ConnectorFault(
      'DATABASE_SLOW',
      {
        vi: `Cần cơ sở dữ liệu ${source} trả lời trong ${written(withinMs)}, nhưng nó không trả lời kịp. Sẽ thử lại.`,
        en: `Expected the database ${source} to answer within ${written(withinMs)}; it did not. It is tried again.`,
      },
      cause,
    );
  return new ConnectorFault(
    'DATABASE_UNREACHABLE',
    {
      vi: `Cần kết nối được với cơ sở dữ liệu ${source}, nhưng không được (${code ?? 'không rõ'}). Sẽ thử lại.`,
      en: `Expected to reach the database ${source}; it is not reached (${code ?? 'unknown'}). It is tried again.`,
    },
    cause,
  );
}

/** Explains a fault of the encryption: the server has none, it requires it, or its certificate is not verified. */
function tlsMessage(source: string, code: string | undefined, message: string): Told {
  const wants = (code !== undefined && demandsTls.has(code)) || /no encryption|insecure transport/i.test(message);
  if (wants)
    return {
      vi: `Cơ sở dữ liệu ${source} từ chối kết nối này, vì nó không được mã hóa. Hãy ghi tls: verify (và caFile nếu chứng thư là của cơ quan riêng).`,
      en: `The database ${source} refuses this connection, which is not encrypted. Write tls: verify (and caFile where the authority is a private one).`,
    };
  if (code !== undefined && certificate.test(code))
    return {
      vi: `Cần chứng thư của cơ sở dữ liệu ${source} được xác thực, nhưng không được (${code}). Hãy ghi tệp chứng thư của cơ quan cấp vào caFile.`,
      en: `Expected the certificate of the database ${source} to be verified; it is not (${code}). Name its authority's certificate in caFile.`,
    };
  return {
    vi: `Cần kết nối được mã hóa tới cơ sở dữ liệu ${source}, nhưng máy chủ không có TLS. Hãy bật TLS ở đó, hoặc ghi tls: off nếu đường truyền đã an toàn.`,
    en: `Expected an encrypted connection to the database ${source}; its server has no TLS. Turn TLS on there, or write tls: off where the way to it is safe anyway.`,
  };
}
