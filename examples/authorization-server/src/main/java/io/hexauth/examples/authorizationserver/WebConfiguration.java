// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Spring MVC configuration of the pages and the API. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
class WebConfiguration {

  @Bean
  DispatcherServlet dispatcherServlet() {
    return new DispatcherServlet();
  }

  @Bean
  Pages pages() {
    return new Pages();
  }

  @Bean
  ProtectedApi protectedApi() {
    return new ProtectedApi();
  }
}
