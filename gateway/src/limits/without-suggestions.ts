/**
 * An error's message without the names that it suggests, for those who may not ask what names there are.
 * graphql-js ends messages with suggestions.
 */
export function withoutSuggestions(message: string): string {
  return message.replace(/ Did you mean .*$/s, '');
}
