# WordPress + WooCommerce + Touchline.
#   docker build -t touchline .                     a whole shop (its stage `wordpress` needs wordpress.org)
#   docker run -p 8080:8080 -v shop:/var/www/html touchline
#   docker build --target runtime -t touchline .    web server, extension and plugin; bring your own WordPress in /var/www/html
# The shop's files, its SQLite database and Touchline's store lie in the volume /var/www/html.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS extension
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends php-dev gcc make autoconf pkg-config libsqlite3-dev libpcre2-dev libsodium-dev libxlsxwriter-dev zlib1g-dev
COPY config.m4 /src/
COPY ext /src/ext
WORKDIR /src
RUN phpize && ./configure && make -j"$(nproc)" && make install INSTALL_ROOT=/out

FROM ${BASE} AS runtime
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends apache2 libapache2-mod-php php-cli php-curl php-gd php-intl php-mbstring php-mysql php-sqlite3 \
      php-xml php-zip libsodium23 '^libxlsxwriter[0-9]+$' ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && a2enmod -q rewrite && a2dismod -q -f mpm_event status autoindex && a2enmod -q mpm_prefork && a2dissite -q 000-default
COPY --from=extension /out/ /
COPY docker/apache.conf /etc/apache2/sites-available/touchline.conf
COPY docker/touchline.ini /usr/local/share/touchline/touchline.ini
COPY docker/entrypoint /usr/local/bin/touchline-entrypoint
COPY script/lib/install.php script/lib/in-wordpress.php script/lib/activate.php /usr/local/share/touchline/
COPY wp-plugin/touchline /usr/local/share/touchline/plugin
RUN mv /usr/local/share/touchline/touchline.ini "/etc/php/$(php -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')/mods-available/" \
 && phpenmod touchline && php --ri touchline >/dev/null && a2ensite -q touchline \
 && echo 'Listen 8080' >/etc/apache2/ports.conf \
 && mkdir -p /var/www/html /run/apache2 /var/lock/apache2 \
 && chown -R www-data:www-data /var/www /run/apache2 /var/lock/apache2 /var/log/apache2
USER www-data
WORKDIR /var/www/html
VOLUME /var/www/html
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD php -r 'exit(@file_get_contents("http://127.0.0.1:8080/wp-login.php") === false ? 1 : 0);'
ENTRYPOINT ["touchline-entrypoint"]

FROM ${BASE} AS wordpress
ARG WORDPRESS_VERSION=7.1
ARG WOOCOMMERCE_VERSION=11.0.1
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates curl unzip
WORKDIR /files
RUN curl -fsSLo wordpress.zip "https://wordpress.org/wordpress-${WORDPRESS_VERSION}.zip" \
 && echo "$(curl -fsSL "https://wordpress.org/wordpress-${WORDPRESS_VERSION}.zip.sha1")  wordpress.zip" | sha1sum -c --quiet - \
 && unzip -q wordpress.zip && rm wordpress.zip
RUN cd wordpress/wp-content/plugins \
 && for name in "woocommerce.${WOOCOMMERCE_VERSION}" sqlite-database-integration; do \
      curl -fsSLo plugin.zip "https://downloads.wordpress.org/plugin/$name.zip" && unzip -q plugin.zip && rm plugin.zip || exit 1; \
    done

FROM runtime AS shop
COPY --from=wordpress --chown=www-data:www-data /files/wordpress /usr/local/share/touchline/wordpress
