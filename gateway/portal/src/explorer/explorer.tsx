/** @jsxImportSource react */
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import './explorer.css';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { adoptStyles } from './adopted-styles.js';
import { mendRoles } from './mend-roles.js';
import type { Explorer, ExplorerSetting, OpenedQuery, WorkerScripts } from './explorer-setting.js';

/** Shows GraphiQL in an element, with the setting's function as its fetcher. */
export function showExplorer(place: HTMLElement, workers: WorkerScripts, first: ExplorerSetting): Explorer {
  adoptStyles();
  Object.assign(globalThis, { MonacoEnvironment: { getWorker: workerOf(workers) } });
  const root = createRoot(place);
  const endMending = mendRoles(place);
  let opens: ((opened: OpenedQuery) => void) | undefined;
  let reads: (() => OpenedQuery) | undefined;
  const show = (setting: ExplorerSetting): void => {
    const { ask, storage, opened, firstQuery } = setting;
    root.render(
      <GraphiQL
        fetcher={ask}
        storage={storage}
        forcedTheme="light"
        defaultTheme="light"
        defaultQuery={firstQuery}
        isHeadersEditorEnabled={false}
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
        inputValueDeprecation
        schemaDescription
        {...(opened && { initialQuery: opened.query, initialVariables: opened.variables })}
        {...(opened?.variables && { defaultEditorToolsVisibility: 'variables' as const })}
      >
        <GraphiQL.Logo> </GraphiQL.Logo>
        <Handle
          take={(open, read) => {
            opens = open;
            reads = read;
          }}
        />
      </GraphiQL>,
    );
  };
  show(first);
  return {
    show,
    open: (opened) => opens?.(opened),
    read: () => reads?.() ?? { query: '', variables: '' },
    leave: () => {
      endMending();
      root.unmount();
    },
  };
}

/** Gives the page two functions: one opens a query in a new tab, the other reads the query of the active tab. */
function Handle({ take }: { take: (open: (opened: OpenedQuery) => void, read: () => OpenedQuery) => void }) {
  const actions = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(({ queryEditor, variableEditor }) => ({
    queryEditor,
    variableEditor,
  }));
  useEffect(() => {
    queryEditor?.updateOptions({ wordWrap: 'on' });
    take(
      ({ query, variables }) => {
        if (queryEditor?.getValue().trim()) actions.addTab();
        queryEditor?.setValue(query);
        variableEditor?.setValue(variables);
        actions.updateActiveTabValues({ query, variables });
        queryEditor?.focus();
      },
      () => ({ query: queryEditor?.getValue() ?? '', variables: variableEditor?.getValue() ?? '' }),
    );
  }, [queryEditor, variableEditor]);
  return null;
}

function workerOf({ editor, json, graphql }: WorkerScripts) {
  return (_id: string, label: string): Worker => {
    const script = label === 'json' ? json : label === 'graphql' ? graphql : editor;
    return new Worker(script, { type: 'module' });
  };
}
