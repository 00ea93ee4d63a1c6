/** The folder of published numbers of inhabitants and ages, the base of the demonstration. */
export const shippedPopulation = new URL('../data/', import.meta.url);
