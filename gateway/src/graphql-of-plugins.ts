import * as graphql from 'graphql';

/** The gateway's own `graphql` package; plugins import this copy, see `readApolloPlugins`. */
export default graphql;
