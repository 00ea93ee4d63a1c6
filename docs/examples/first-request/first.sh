# The headline of a goal, without a token: needs curl.
curl -sS "${HUB:-http://127.0.0.1:4000}/graphql" \
  -H 'content-type: application/json' \
  -d '{"query":"{ goal(code: \"ADULTS_BASIC\") { title progress { period ratio people { lower upper } } } }"}'
