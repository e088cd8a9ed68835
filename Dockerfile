# The one input that is not locked by package-lock.json. A release adds the digest that it resolved.
ARG NODE_IMAGE=node:24.21.0-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN ["npm", "ci", "--ignore-scripts"]
COPY tsconfig.json ./
COPY tools ./tools
COPY src ./src
COPY checks ./checks
RUN ["node", "tools/build.ts"]
RUN ["mkdir", "/reports"]

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="mlwarden" \
      org.opencontainers.image.description="Audits the machine learning workloads of an AWS account against seven controls" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
COPY --from=build --chown=0:0 --chmod=0555 /build/dist /app
# A fresh volume takes owner and mode from here.
COPY --from=build --chown=10001:10001 --chmod=0750 /reports /reports
VOLUME ["/reports"]
WORKDIR /reports
USER 10001:10001
ENTRYPOINT ["node", "--enable-source-maps", "/app/mlwarden.mjs"]
CMD ["scan"]
