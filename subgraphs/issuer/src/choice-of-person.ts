import type { IncomingMessage, ServerResponse } from 'node:http';
import { knownOrganisations, securityHeaders } from '@hub/runtime';
import { errors, type Provider } from 'oidc-provider';
import { type DemoCaller, demoCallers } from './demo-callers.js';

/** Path of the page where a person is chosen; the sign-in's id follows. */
export const choicePath = '/choose/';

/** The page may only show itself and send its forms, which lead back to the portal. */
const headers = {
  ...securityHeaders,
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
};

/** Names of the roles on the page. */
const roleNames: Readonly<Record<string, string>> = {
  analyst: 'Chuyên viên phân tích (analyst)',
  approver: 'Lãnh đạo duyệt công bố (approver)',
  auditor: 'Người kiểm tra (auditor)',
  operator: 'Người vận hành (operator)',
  staff: 'Cán bộ (staff)',
};

/**
 * The sign-in page: a person chooses one of the demonstration's people with one click. The page says that it is a
 * demonstration; a gateway in production refuses this issuer.
 */
export function choiceOfPerson(
  provider: Provider,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    try {
      const { params } = await provider.interactionDetails(request, response);
      if (request.method !== 'POST') {
        response.writeHead(200, headers).end(choicePage(String(params['client_id'])));
        return;
      }
      const person = personAt(request.url ?? '');
      if (!person) {
        response.writeHead(400, headers).end(messagePage('Không có người này. There is no such person.'));
        return;
      }
      await provider.interactionFinished(
        request,
        response,
        { login: { accountId: person.id, remember: false } },
        { mergeWithLastSubmission: false },
      );
    } catch (error) {
      const isOver = error instanceof errors.SessionNotFound;
      const message = isOver
        ? 'Lần đăng nhập này đã hết hạn; hãy quay lại và đăng nhập lại. This sign-in is over; go back and sign in again.'
        : 'Không đăng nhập được. The sign-in did not succeed.';
      response.writeHead(isOver ? 400 : 500, headers).end(messagePage(message));
    }
  };
}

/** The chosen person, from the form's address. */
function personAt(url: string): DemoCaller | undefined {
  const id = URL.parse(url, 'http://issuer')?.searchParams.get('person');
  return demoCallers.find((caller) => caller.kind === 'person' && caller.id === id);
}

function choicePage(client: string): string {
  const forms = demoCallers
    .filter(({ kind }) => kind === 'person')
    .map(
      ({ id, role, name, organisation }) =>
        `<form method="post" action="?person=${encodeURIComponent(id)}"><button>${name === undefined ? '' : `${escaped(name)} · `}${roleNames[id] ?? roleNames[role] ?? role}${organisationName(organisation)}</button></form>`,
    );
  return page(`<p class="made-up">Đây là bản minh họa: ai cũng có thể vào với bất kỳ vai trò nào, không cần mật khẩu.<br>
<span lang="en">This is a demonstration: anyone may enter in any role, without a password.</span></p>
<h1>Bạn muốn vào với vai trò nào? <span lang="en">Whom do you want to be?</span></h1>
<p>Cho ứng dụng (for) <code>${escaped(client)}</code></p>
${forms.join('\n')}`);
}

function organisationName(code: string | undefined): string {
  const organisation = knownOrganisations.find((one) => one.code === code);
  return organisation ? ` · ${escaped(organisation.code)}` : '';
}

function messagePage(message: string): string {
  return page(`<h1>${message}</h1>`);
}

function page(content: string): string {
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Đăng nhập minh họa</title><style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 1.5rem auto; padding: 0 1rem; color: #17212b }
h1 { font-size: 1.25rem } [lang=en] { color: #51606f } form { margin: 0 0 .5rem }
.made-up { background: #ffe9b0; border: 2px dashed #8a5300; padding: .5rem .75rem }
button { font: inherit; width: 100%; text-align: left; padding: .5rem .75rem; border: 1px solid #6f7d8b; border-radius: 4px; background: #fff; cursor: pointer }
button:hover, button:focus { background: #f3f5f8; outline: 2px solid #0b5394 }
</style></head><body><main>${content}</main></body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => `&#${char.codePointAt(0) ?? 0};`);
}
