import { useEffect, useState } from 'preact/hooks';
import { settings } from '../../hub/settings.js';
import { useWords } from '../../language/words.js';
import { embeddedCharts, embedWords } from '../embed/charts.js';

/** HTML code that embeds a goal's charts; shown if the operator allows other sites. */
export function EmbedCode({ goal, title }: { goal: string; title: string }) {
  const { say, language } = useWords(embedWords);
  const [origins, setOrigins] = useState<readonly string[]>([]);
  useEffect(() => {
    settings().then(
      ({ embedOrigins }) => {
        setOrigins(embedOrigins);
      },
      () => undefined,
    );
  }, []);
  if (origins.length === 0) return null;
  const codeOf = (chart: string): string => {
    const said = new URLSearchParams({ chart, ...(language === 'en' && { lang: 'en' }) });
    const address = `${location.origin}/embed/${encodeURIComponent(goal)}?${said.toString()}`;
    const called = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    return `<iframe src="${address.replaceAll('&', '&amp;')}" title="${called}" width="100%" height="420" loading="lazy"></iframe>`;
  };
  return (
    <details class="panel no-print" data-embed>
      <summary>{say('embed')}</summary>
      <p>
        {say('embedIntro')} {origins.join(', ')}
      </p>
      <dl>
        {embeddedCharts.map((chart) => (
          <div key={chart}>
            <dt>{say(`${chart}Chart`)}</dt>
            <dd>
              <code>{codeOf(chart)}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
