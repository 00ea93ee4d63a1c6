import * as graphql from 'graphql';

/** The `graphql` package as the gateway itself has it: plugins get this one, see `readApolloPlugins`. */
export default graphql;
